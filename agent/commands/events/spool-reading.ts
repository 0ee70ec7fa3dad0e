import type { Config } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { type Reading, StoredEvents } from '../../events/stored-events.ts'
import type { Screen } from '../../replay/screen.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'

/** Damaged reports that are named; the others are counted. */
const NAMED = 10

/** Reads the events in a spool, however often, and says which reports are damaged, each once. */
export class SpoolReading {
  readonly #config: Config
  readonly #screen: Screen
  readonly #damaged = new Set<string>()

  constructor(config: Config, screen: Screen) {
    this.#config = config
    this.#screen = screen
  }

  /** How many damaged reports were found. */
  get damaged(): number {
    return this.#damaged.size
  }

  /** How many damaged reports were not named. */
  get unnamed(): number {
    return Math.max(0, this.damaged - NAMED)
  }

  /** The events that are wanted. */
  read(reading: Omit<Reading, 'onDamaged'>): StoredEvents {
    const place = { folders: spoolFolders(this.#config.spool.path), host: hostNameOf(this.#config) }
    return new StoredEvents(place, {
      ...reading,
      onDamaged: (path, problem) => {
        if (!this.#damaged.has(path) && this.damaged < NAMED)
          this.#screen.say(`${path}: ${problem}; it is passed over.`)
        this.#damaged.add(path)
      },
    })
  }
}
