/** What holds files open while it has a turn, and longer where nobody else needs one. */
export interface Player {
  /** Closes what can be opened again. */
  rest(): void
}

/**
 * Lets so many sources at once hold their files open, whatever their number: descriptors are few, and one log with much
 * to read must not keep the others waiting. Those that wait get their turns in order.
 */
export class Turns {
  readonly #places: number
  readonly #playing = new Set<Player>()
  /** Those that have had their turn and keep their files open until the place is needed, the longest first. */
  readonly #idle = new Set<Player>()
  /** Those that wait for their turn, the longest first, and what tells them of it. */
  readonly #waiting = new Map<Player, () => void>()

  constructor(places: number) {
    this.#places = places
  }

  /** Whether somebody waits. */
  get areWanted(): boolean {
    return this.#waiting.size > 0
  }

  /** Resolves when it is this one's turn, which lasts until `end` or `leave`. */
  async take(player: Player): Promise<void> {
    this.#idle.delete(player)
    if (this.#hasRoom()) {
      this.#playing.add(player)
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.set(player, resolve)
    await promise
  }

  /** The turn is over. */
  end(player: Player): void {
    this.#playing.delete(player)
    this.#idle.add(player)
    this.#next()
  }

  /** The player is gone. */
  leave(player: Player): void {
    this.#playing.delete(player)
    this.#idle.delete(player)
    this.#waiting.delete(player)
    this.#next()
  }

  #next(): void {
    const [next] = this.#waiting
    if (next === undefined || !this.#hasRoom()) return
    const [player, go] = next
    this.#waiting.delete(player)
    this.#playing.add(player)
    go()
  }

  /**
   * What one that rests cannot close (files that were rotated away) is not counted: it must be read before it is gone.
   */
  #hasRoom(): boolean {
    const [longest] = this.#idle
    if (this.#playing.size + this.#idle.size < this.#places) return true
    if (longest === undefined) return false
    this.#idle.delete(longest)
    longest.rest()
    return true
  }
}
