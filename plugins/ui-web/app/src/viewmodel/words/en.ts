import type { Words } from './words';

// The same in English.
export const en: Words = {
  appName: 'CocoTalk',
  tagline: 'The messenger that is simply there',
  // ---- signing in and up
  signIn: 'Sign in', signUp: 'Sign up', signOut: 'Sign out', cid: 'ID', password: 'Password', staySignedIn: 'Stay signed in',
  noAccount: 'No account yet?', haveAccount: 'Have an account?', name: 'Name', email: 'E-mail', phone: 'Phone', code: 'Code',
  sendCode: 'Send a code', checkCode: 'Check', codeSent: 'A code is on its way. Look into your mailbox.', codeRight: 'The address is verified.', codeWrong: 'This is not the code. Look at the mail again.',
  addPicture: 'Add a picture', changePicture: 'Change picture', removePicture: 'Remove picture', optional: 'optional',
  // ---- places
  friends: 'Friends', chats: 'Chats', settings: 'Settings', search: 'Search', back: 'Back', close: 'Close', cancel: 'Cancel', save: 'Save', done: 'Done', menu: 'Menu', more: 'More', main: 'Main menu',
  // ---- friends
  myProfile: 'My profile', favourites: 'Favourites', addFriend: 'Add a friend', friendCid: 'Your friend’s ID', find: 'Find', nobody: 'Nobody has this ID. Check how it is spelled.', thatIsYou: 'This is your own ID.', addedAlready: 'A friend already.', add: 'Add',
  noFriends: 'No friends yet. Add one by ID.', addedYou: 'People who added you', searchFriends: 'Search names', chatWith: 'Chat', chatWithSelf: 'Chat with myself', hide: 'Hide', unhide: 'Show again', block: 'Block', unblock: 'Unblock', favourite: 'Add to favourites', unfavourite: 'Remove from favourites',
  removeFriend: 'Remove friend', hiddenFriends: 'Hidden friends', blockedFriends: 'Blocked friends', none: 'none', statusMessage: 'Status', background: 'Background', nickname: 'Nickname', friendAdded: (name) => `${name} is your friend now.`,
  // ---- rooms
  newChat: 'New chat', noRooms: 'No chats yet. Choose a friend and say hello.', searchRooms: 'Search chats and messages', roomName: 'Name of the chat', create: 'Create', chooseFriends: 'Choose friends', invite: 'Invite', inviteFriends: 'Invite friends', leave: 'Leave', leaveQuestion: 'Leave this chat? It goes from your list.',
  rename: 'Rename', mute: 'Mute', unmute: 'Unmute', pin: 'Pin to the top', unpin: 'Unpin', muted: 'Muted', pinned: 'Pinned', members: 'Members', me: 'me', here: 'looking', unknownPerson: 'Unknown', emptyRoom: 'No messages yet.', pickRoom: 'Choose a chat', pickRoomHint: 'Pick one on the left, or start a new one.',
  unreadCount: (n) => `${n} unread`, mentionsYou: 'Mentions you',
  // ---- conversation
  message: 'Message', messages: 'Messages', typeMessage: 'Type a message', send: 'Send', attach: 'Send a file', unreadBy: (n) => `not read by ${n}`, newMessages: 'You have read up to here', toNewest: 'To the newest message', newMessage: 'New message', typing: (names) => `${names} is typing`, edited: 'edited', deleted: 'This message was deleted.',
  photo: 'Photo', video: 'Video', file: 'File', photoSent: 'sent a photo.', videoSent: 'sent a video.', fileSent: 'sent a file.', download: 'Download', reply: 'Reply', edit: 'Edit', delete: 'Delete', deleteForAll: 'Delete for everybody', deleteForMe: 'Delete for me', react: 'React', copy: 'Copy', copied: 'Copied.', makeNotice: 'Make it the notice', removeNotice: 'Take the notice down', notice: 'Notice', whoRead: 'Who has read it', read: 'Read', notRead: 'Not read',
  replyTo: (name) => `Reply to ${name}`, repliesTo: (name) => `Reply to ${name}`, editing: 'Edit the message', waiting: 'Sending', waitingOffline: 'Sent once connected', failed: 'Not sent', retry: 'Send again', uploading: (part) => `${part}% uploaded`, dropHere: 'Drop it here to send it', jumpToDate: 'Go to a date', drawer: 'Chat drawer', photosAndVideos: 'Photos and videos', files: 'Files', loadMore: 'Look further', openPicture: 'Open the picture', previous: 'Previous', next: 'Next', mentionEverybody: 'Mention', nothingThere: 'Nothing yet.', saysToYou: (name) => `Message from ${name}`, myMessage: 'My message',
  // ---- search
  found: (n) => `${n} found`, nothingFound: 'Nothing found. Try other words.', searchHint: 'Two syllables or more, or first consonants (ㅎㅇ).', searchInRoom: 'Search this chat', incomplete: 'The index is still being made; some messages may not be found yet.',
  // ---- settings
  language: 'Language', theme: 'Appearance', light: 'Light', dark: 'Dark', asSystem: 'As the system', notifications: 'Notifications', notificationsOn: 'Notify me while the page is open', notificationsDenied: 'The browser blocks notifications. Allow them at the lock beside the address.', sessions: 'Signed-in devices', thisDevice: 'this device', endSession: 'Sign it out', web: 'Web', mobile: 'Mobile', changePassword: 'Change password', oldPassword: 'Current password', newPassword: 'New password', passwordChanged: 'The password is changed. Other devices are signed out.', saved: 'Saved.', profile: 'Profile', account: 'Account', install: 'Install as an app', administration: 'Administration', reloadPage: 'Reload the page',
  // ---- the link
  connecting: 'Connecting…', reconnecting: 'Connection lost. Reconnecting…', backOnline: 'Connected again.', replaced: 'You have signed in on another device.', signedOut: 'You are signed out.', expired: 'Your sign-in has expired. Please sign in again.',
  // ---- refusals: what happened, and what to do
  errOffline: 'The server cannot be reached. Check the network and try again.', errPassword: 'The ID or the password is wrong. Check both.', errRate: 'That was too often. Wait a moment and try again.', errBusy: 'The server is busy. Try again in a moment.', errExists: 'Somebody has this ID, phone or e-mail already. Choose another.', errMissing: 'Something is missing. Fill in every field.', errInvalid: 'This was not accepted. Check what you entered.', errDenied: 'You may not do this. See whether you are in the chat.', errConflict: 'It changed meanwhile. Try again.', errNotFound: 'It is gone. Reload the page.', errTooLarge: 'The file is too large. Send a smaller one.', errQuota: 'Too many uploads, or no room left. Wait a moment, or send less.', errEmail: 'The e-mail address must be verified. Ask for a code and enter it.', errTooLong: 'The message is too long. Send it in parts.', errOldPassword: 'The current password is wrong. Enter it again.', errPicture: 'This is no picture. Choose a JPEG, PNG, GIF or WebP.',
  // ---- times
  am: 'AM', pm: 'PM', yesterday: 'Yesterday',
};
