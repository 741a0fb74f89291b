/**
 * The journal of a day is spread over so many partitions. In a file of its own: whoever only reads the journal needs
 * nothing of what writes it, and stays small.
 */
export const JOURNAL_SHARDS = 4;
