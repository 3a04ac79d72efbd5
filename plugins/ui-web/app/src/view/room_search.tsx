import { useEffect, useMemo } from 'preact/hooks';
import type { App } from '../viewmodel/app';
import type { Conversation } from '../viewmodel/conversation';
import { Search } from '../viewmodel/search';
import { words } from '../viewmodel/words/words';
import { Found } from './found';
import { SearchField } from './list';
import { Modal } from './modal';

export function RoomSearch({ app, model }: { app: App; model: Conversation }) {
  const text = words.value;
  const search = useMemo(() => new Search(app.repository, model.id), []);
  useEffect(() => search.dispose, []);
  const close = () => (model.panel.value = undefined);
  return (
    <Modal title={text.searchInRoom} onClose={close} class="tall">
      <SearchField label={text.searchInRoom} value={search.query} />
      <div class="scrolls">
        <Found app={app} search={search} inRoom onChosen={close} />
      </div>
    </Modal>
  );
}
