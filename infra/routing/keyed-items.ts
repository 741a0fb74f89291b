import type { Database, Item, Key, Page, Query, Write } from '../../shared/store/database.ts';

/** Items by partition, for measuring: only what the index of matters asks of a database, without any latency. */
export class KeyedItems implements Database {
  readonly #partitions = new Map<string, Map<string, Item>>();

  async get(_table: string, key: Key): Promise<Item | undefined> {
    return this.#partitions.get(key.pk)?.get(key.sk);
  }

  async getMany(_table: string, keys: readonly Key[]): Promise<Item[]> {
    return keys.flatMap(({ pk, sk }) => this.#partitions.get(pk)?.get(sk) ?? []);
  }

  async query({ pk, limit, descending }: Query): Promise<Page> {
    const items = [...(this.#partitions.get(pk)?.values() ?? [])].sort((a, b) => (a.sk < b.sk ? -1 : 1));
    if (descending) items.reverse();
    return { items: items.slice(0, limit) };
  }

  async write(write: Write): Promise<void> {
    const { pk, sk } = write.kind === 'PUT' ? write.item : write.key;
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition);
    if (write.kind === 'PUT') partition.set(sk, write.item);
    if (write.kind === 'DELETE') partition.delete(sk);
  }

  async transact(writes: readonly Write[]): Promise<void> {
    for (const write of writes) await this.write(write);
  }

  increment(): Promise<number> {
    throw new Error('nothing is counted here');
  }
}
