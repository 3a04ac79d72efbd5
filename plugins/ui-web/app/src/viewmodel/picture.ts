// What may be the picture of a profile.
export const pictureTypes = 'image/jpeg,image/png,image/gif,image/webp';

export const isPicture = (file: Blob): boolean => pictureTypes.split(',').includes(file.type);
