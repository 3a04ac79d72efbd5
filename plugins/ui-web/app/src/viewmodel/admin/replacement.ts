// Putting another library in the place of a running plugin: choose one, say yes, hear what happened.
import { computed, signal } from '@preact/signals';
import type { Administration, Plugin, PluginFile } from '../../repository/administration';
import { sentenceOf } from '../sentence';
import { words } from '../words/words';
import { Order } from './order';

export class Replacement {
  readonly files = signal<PluginFile[] | undefined>(undefined); // undefined: being looked for
  readonly chosen = signal('');
  readonly trouble = signal('');
  readonly order = new Order();
  // Libraries that call themselves as the plugin does; any other may take its place, too, if it provides the same.
  readonly fitting = computed(() => this.files.value?.filter(({ id }) => id === this.plugin.id) ?? []);
  readonly others = computed(() => this.files.value?.filter(({ id }) => id !== this.plugin.id) ?? []);
  readonly canGo = computed(() => this.chosen.value !== '' && !this.order.isUnderWay.value);

  constructor(readonly plugin: Plugin, private readonly administration: Administration) {}

  async load(): Promise<void> {
    try {
      this.files.value = await this.administration.pluginFiles();
      if (this.fitting.value.length === 1) this.chosen.value = this.fitting.value[0]!.file;
    } catch (error) {
      this.trouble.value = sentenceOf(error, words.value);
    }
  }

  choose(file: string): void {
    this.chosen.value = file;
    this.order.forget();
  }

  async go(): Promise<void> {
    if (this.canGo.value) await this.order.give(() => this.administration.replace(this.plugin.id, this.chosen.value));
  }
}
