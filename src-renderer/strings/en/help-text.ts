export const helpText = {
  title: 'Help',
};
