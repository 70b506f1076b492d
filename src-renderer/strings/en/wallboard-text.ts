export const wallboardText = {
  title: 'Wallboard',
};
