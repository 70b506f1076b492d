export const importText = {
  title: 'Import orders',
};
