export const scanText = {
  title: 'Scan',
};
