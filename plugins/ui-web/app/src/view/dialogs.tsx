import type { App } from '../viewmodel/app';
import { AddFriend } from './add_friend';
import { ChooseFriends } from './choose_friends';
import { MyProfile } from './my_profile';
import { Profile } from './profile';

// The one that is open.
export function Dialogs({ app }: { app: App }) {
  const dialog = app.dialog.value;
  switch (dialog?.kind) {
    case 'add-friend': return <AddFriend app={app} />;
    case 'new-chat': return <ChooseFriends key="new" app={app} />;
    case 'invite': return <ChooseFriends key="invite" app={app} into={app.conversation.value} />;
    case 'profile': return <Profile app={app} person={dialog.person} />;
    case 'my-profile': return <MyProfile app={app} />;
    default: return null;
  }
}
