import type { AdminWords } from './admin_words';

// The same in English.
export const adminEn: AdminWords = {
  administration: 'Administration', toChats: 'To the chats', sections: 'What to look at', refresh: 'Reload configuration',
  // ---- who may look
  refusedTitle: 'This page is for administrators', refusedHow: 'Stop the server, run this command there and start it again: this account is one then, and the page opens by itself.', copyCommand: 'Copy command', loading: 'Loading…', stale: 'This is what was heard last.',
  // ---- how the host is
  health: { ok: 'Running well', degraded: 'Degraded', failed: 'Failed' }, version: (version) => `Version ${version}`, runningFor: (time) => `up for ${time}`,
  connections: 'Connections', messagesPerSecond: 'Messages a second', commitTime: 'Commit time', deliveries: 'Deliveries a second', commits: 'Commits a second', commitQueue: 'Commits waiting', readQueue: 'Reads waiting', outbox: 'To be sent',
  days: (n) => `${n} d`, hours: (n) => `${n} h`, minutes: (n) => `${n} min`,
  lastHour: 'Last hour', minutesAgo: (n) => `${n} min ago`, rightNow: 'now', noneYet: 'Nothing recorded yet.',
  chartSays: (now, least, most, mean) => `Last hour: now ${now}, least ${least}, most ${most}, mean ${mean}`, valueAt: (time, value) => `${value} at ${time}`,
  // ---- lists
  plugins: 'Plugins', accounts: 'Accounts', rooms: 'Rooms', sessions: 'Sessions', searchAccounts: 'Search IDs by their beginning', nextPage: 'Next', previousPage: 'Previous', nothingHere: 'Nothing to show.',
  account: 'Account', role: 'Role', roles: { user: 'User', admin: 'Administrator', guest: 'Guest', deleted: 'Deleted' }, online: 'Online', offline: 'Offline', presence: 'Presence', sessionsOf: (cid) => `Sessions of ${cid}`, showAll: 'Show all',
  room: 'Room', kind: 'Kind', kinds: { private: 'Private', group: 'Group', own: 'With oneself', open: 'Open', WEB: 'Web', MOBILE: 'Mobile' }, members: 'Members', messages: 'Messages', lastMessage: 'Last message', unnamed: 'Without a name', never: 'none',
  since: 'Signed in', endSession: 'End', endSessionOf: (cid) => `End the session of ${cid}`,
  endQuestion: (cid) => `Sign this device of ${cid} out?`, endMeans: 'The device goes back to the sign-in page at once, and may sign in again. Its messages stay.', sessionEnded: (cid) => `The session of ${cid} is ended.`,
  // ---- plugins
  plugin: 'Plugin', state: 'State', states: { running: 'Running', degraded: 'Degraded', failed: 'Failed', 'left out': 'Left out', retiring: 'Retiring' }, calls: 'Calls', errors: 'Errors', timePerCall: 'Time per call',
  replace: 'Replace', replaceIt: (id) => `Replace ${id}`, replaceTitle: (id) => `Replace a plugin: ${id}`, runsNow: (file, version) => `Now: ${file} ${version}`, chooseFile: 'New library', otherFiles: 'Libraries of other names', noFiles: 'There is no library of this plugin in the plugin folders. Put the new file into one, then open this again.',
  replaceMeans: 'The chosen file is tried in a process of its own, then started beside the running one and put in its place. Calls under way are finished by the old one, and no connection ends. If anything is wrong the running one stays. Reloading the configuration or starting the server again goes back to what the configuration names.',
  reloadMeans: 'The configuration is read again, and all plugins that changed are replaced together. If anything is wrong nothing changes.', reloadIt: 'Reload', underWay: 'Under way…', done: 'Done.', hostRefuses: 'The server refused. Nothing has changed.', noAnswer: 'There was no answer. Look at the list for what became of it.',
};
