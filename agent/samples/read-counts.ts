import type { SealedRead } from '../spool/sealed-read.ts'

/** Bytes read by log and events sealed by kind, since the start. */
export class ReadCounts {
  readonly bytes = new Map<string, number>()
  readonly events = new Map<string, number>()

  readonly note = ({ source, path, bytes, events }: SealedRead): void => {
    add(this.bytes, `${source} ${path}`, bytes)
    for (const { type } of events) add(this.events, type, 1)
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
