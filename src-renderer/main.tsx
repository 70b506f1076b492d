import './ui/zod-settings.ts';
import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { desktopBridge } from './desktop/desktop-bridge.ts';
import { followDesktop } from './desktop/desktop-store.ts';
import { startLiveConsole } from './live-console.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the console.');

const bridge = desktopBridge();
const known = followDesktop(bridge);
const live = startLiveConsole(window.location.origin, bridge);
void known.then(() =>
  createRoot(place).render(
    <StrictMode>
      <App live={live} />
    </StrictMode>,
  ),
);
