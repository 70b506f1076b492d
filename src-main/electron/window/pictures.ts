import { type NativeImage, nativeImage } from 'electron';
import catchingUp16 from '../icons/tray/catching-up-16.png?inline';
import catchingUp32 from '../icons/tray/catching-up-32.png?inline';
import catchingUpTemplate16 from '../icons/tray/catching-up-template-16.png?inline';
import catchingUpTemplate32 from '../icons/tray/catching-up-template-32.png?inline';
import live16 from '../icons/tray/live-16.png?inline';
import live32 from '../icons/tray/live-32.png?inline';
import liveTemplate16 from '../icons/tray/live-template-16.png?inline';
import liveTemplate32 from '../icons/tray/live-template-32.png?inline';
import lost16 from '../icons/tray/lost-16.png?inline';
import lost32 from '../icons/tray/lost-32.png?inline';
import lostTemplate16 from '../icons/tray/lost-template-16.png?inline';
import lostTemplate32 from '../icons/tray/lost-template-32.png?inline';
import unread16 from '../icons/tray/unread-16.png?inline';
import unread32 from '../icons/tray/unread-32.png?inline';
import type { TrayState } from './tray-text.ts';

/** Data URLs of one picture: on a display of scale 1, and of scale 2. */
type Drawn = readonly [string, string];

const COLOUR: Readonly<Record<TrayState, Drawn>> = {
  live: [live16, live32],
  'catching-up': [catchingUp16, catchingUp32],
  lost: [lost16, lost32],
};
const TEMPLATE: Readonly<Record<TrayState, Drawn>> = {
  live: [liveTemplate16, liveTemplate32],
  'catching-up': [catchingUpTemplate16, catchingUpTemplate32],
  lost: [lostTemplate16, lostTemplate32],
};

/** The tray's icon; on macOS one that the system draws in the colour of its bar. */
export function trayPicture(state: TrayState, platform: NodeJS.Platform): NativeImage {
  if (platform === 'darwin') {
    const picture = image(TEMPLATE[state]);
    picture.setTemplateImage(true);
    return picture;
  }
  const [small, large] = COLOUR[state];
  // Panels on Linux are 22 and more pixels high and ask for one picture, which they make smaller better than larger.
  return platform === 'linux' ? image([large, large]) : image([small, large]);
}

/** What Windows lays over the program's icon in the taskbar while there are changes nobody has seen. */
export function unreadPicture(): NativeImage {
  return image([unread16, unread32]);
}

function image([single, double]: Drawn): NativeImage {
  const picture = nativeImage.createEmpty();
  picture.addRepresentation({ scaleFactor: 1, dataURL: single });
  picture.addRepresentation({ scaleFactor: 2, dataURL: double });
  return picture;
}
