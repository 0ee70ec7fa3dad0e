import type { ReadSnapshot } from '../snapshots/collector-snapshot.ts'
import type { SealedRead } from '../spool/sealed-read.ts'

/** So many logs keep their bytes over a restart, which have samples of their own. */
const MOST_LOGS = 1000

/** Bytes read by log and events sealed by kind. */
export class ReadCounts {
  readonly bytes: Map<string, number>
  readonly events: Map<string, number>

  /** `before`: what the previous process told; `isFollowed` says which logs of that still count, by their keys. */
  constructor(before?: ReadSnapshot, isFollowed: (log: string) => boolean = () => true) {
    this.bytes = new Map(Object.entries(before?.bytes ?? {}).filter(([log]) => isFollowed(log)))
    this.events = new Map(Object.entries(before?.events ?? {}))
  }

  readonly note = ({ source, path, bytes, events }: SealedRead): void => {
    add(this.bytes, `${source} ${path}`, bytes)
    for (const { type } of events) add(this.events, type, 1)
  }

  toJSON(): ReadSnapshot {
    return {
      bytes: Object.fromEntries([...this.bytes].slice(0, MOST_LOGS)),
      events: Object.fromEntries(this.events),
    }
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
