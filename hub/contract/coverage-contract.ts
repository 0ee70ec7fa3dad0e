/** How well something is seen, the worst first: as in docs/hub/coverage.md. */
export type SightWord = 'blind' | 'late' | 'gap' | 'unknown' | 'quiet' | 'seen' | 'never'

/** How well something is seen, since when if somebody knows, and why if it is not well. */
export interface ShownSight {
  readonly word: SightWord
  readonly since: number | null
  readonly why: string
}

/** How well a source of a host is seen. */
export interface ShownSourceSight extends ShownSight {
  readonly source: string
  readonly path: string
  /** When it told anything last. */
  readonly last: number | null
}

/** How well a host is seen. */
export interface ShownHostSight extends ShownSight {
  readonly host: string
  /** When anything came from it last. */
  readonly heard: number
  /** Whether that is so long ago that nobody knows how its sources are. */
  readonly silent: boolean
}

/** How many are seen how well. */
export type SightCounts = Readonly<Record<SightWord, number>>

/** What is not seen. */
export interface CoverageAnswer {
  readonly summary: { readonly hosts: SightCounts; readonly sources: SightCounts }
  readonly hosts: readonly (ShownHostSight & { readonly sources: readonly ShownSourceSight[] })[]
  readonly next: string | null
}

/** How well a kind of event is seen in a source. */
export interface ShownKindSight {
  readonly kind: string
  readonly word: SightWord
  readonly last: number | null
}

/** How well one host is seen, and which kinds nothing there is configured to tell (null: its agent does not say). */
export interface HostCoverageAnswer extends ShownHostSight {
  readonly sources: readonly (ShownSourceSight & { readonly kinds: readonly ShownKindSight[] })[]
  readonly never: readonly string[] | null
}
