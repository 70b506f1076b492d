export const boardText = {
  title: 'Board',
};
