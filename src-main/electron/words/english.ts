import { callWords } from './en/call-words.ts';
import { menuWords } from './en/menu-words.ts';
import { newsWords } from './en/news-words.ts';
import { noticeWords } from './en/notice-words.ts';
import { updateWords } from './en/update-words.ts';
import { windowWords } from './en/window-words.ts';

/** Every word the program around the page says. */
export const english = {
  menu: menuWords,
  window: windowWords,
  news: newsWords,
  notices: noticeWords,
  updates: updateWords,
  calls: callWords,
};
