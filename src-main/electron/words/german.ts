import { callWords } from './de/call-words.ts';
import { menuWords } from './de/menu-words.ts';
import { newsWords } from './de/news-words.ts';
import { noticeWords } from './de/notice-words.ts';
import { updateWords } from './de/update-words.ts';
import { windowWords } from './de/window-words.ts';
import type { english } from './english.ts';

export const german: typeof english = {
  menu: menuWords,
  window: windowWords,
  news: newsWords,
  notices: noticeWords,
  updates: updateWords,
  calls: callWords,
};
