/** What a rule knows of a key. */
export interface Known {
  /** Plain JSON. */
  readonly state: unknown
  /** The latest time of the key's events, in seconds since 1970-01-01T00:00:00Z. */
  readonly last: number
  /** When it asked to be woken. */
  readonly wake?: number | undefined
}

/** A key as it is saved. */
export interface SavedKey extends Known {
  readonly key: string
}

/** What one rule knows, by key. */
export interface KnownKeys {
  get(key: string): Known | undefined
  /** Notes what is known of a key; it is now the one used last. */
  set(key: string, known: Known): void
  delete(key: string): void
  /** What is to be saved with the positions of the logs. */
  keys(): SavedKey[]
  /** Forgets the keys whose last event came before a time, unless they wait to be woken. */
  forgetBefore(time: number): void
  /** Forgets the keys used longest ago, and returns them, if there is too much. */
  forgetTooMany(): readonly SavedKey[]
}

/** Bytes of a saved key besides its name and its state. */
const FRAME = 60

/** All that one rule knows, by key; those used longest ago come first. Bounded in bytes, as it is saved. */
export class RuleMemory implements KnownKeys {
  readonly #most: number
  readonly #matters: (state: unknown) => boolean
  readonly #known = new Map<string, Known & { readonly size: number }>()
  #size = 0

  /** `matters`: whether what is known of a key is forgotten only when nothing else is left. */
  constructor(most: number, saved: readonly SavedKey[] = [], matters: (state: unknown) => boolean = () => false) {
    this.#most = most
    this.#matters = matters
    for (const { key, ...known } of saved) this.set(key, known)
  }

  get(key: string): Known | undefined {
    return this.#known.get(key)
  }

  set(key: string, known: Known): void {
    this.delete(key)
    const size = FRAME + Buffer.byteLength(JSON.stringify([key, known.state]))
    this.#known.set(key, { ...known, size })
    this.#size += size
  }

  delete(key: string): void {
    this.#size -= this.#known.get(key)?.size ?? 0
    this.#known.delete(key)
  }

  keys(): SavedKey[] {
    return [...this.#known].map(([key, { state, last, wake }]) => ({ key, state, last, wake }))
  }

  forgetBefore(time: number): void {
    for (const [key, { last, wake }] of this.#known) {
      if (last >= time) return
      if (wake === undefined) this.delete(key)
    }
  }

  /**
   * A 128th at once: to find its first key, a Map walks over those deleted before it, so that forgetting one key with
   * each event would take longer and longer.
   */
  forgetTooMany(): readonly SavedKey[] {
    if (this.#size <= this.#most) return []
    return [...this.#forgetUntilEnough((state) => !this.#matters(state)), ...this.#forgetUntilEnough(() => true)]
  }

  #forgetUntilEnough(may: (state: unknown) => boolean): readonly SavedKey[] {
    const forgotten: SavedKey[] = []
    for (const [key, known] of this.#known) {
      if (this.#size <= this.#most - this.#most / 128) break
      if (!may(known.state)) continue
      this.delete(key)
      forgotten.push({ key, ...known })
    }
    return forgotten
  }
}
