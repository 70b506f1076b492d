import { preferences } from '../store/preferences.ts';

/** Keeps `data-contrast` of the page as the person, or else the system, wants it; tokens.css does the rest. */
export function followContrast(): void {
  const wanted = window.matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const more = preferences.getState().contrast === 'more' || wanted.matches;
    document.documentElement.dataset.contrast = more ? 'more' : 'normal';
  };
  wanted.addEventListener('change', apply);
  preferences.subscribe(apply);
  apply();
}
