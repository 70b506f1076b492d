export const activityText = {
  title: 'Activity',
};
