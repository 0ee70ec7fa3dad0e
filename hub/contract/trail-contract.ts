/** What is known of the way of an incident: which kinds of steps it has, and on which hosts. */
export interface ShownTrail {
  readonly incident: number
  /** The kinds of its steps. */
  readonly kinds: readonly string[]
  /** The hosts that it concerns, the first five by name. */
  readonly hosts: readonly string[]
}

/** Of which kinds a host cannot tell at present that nothing happened. */
export interface ShownBlindness {
  readonly host: string
  /** Kinds of sources that are blind, late or have a gap. */
  readonly blind: readonly string[]
  /** Kinds that nothing there is known to tell. */
  readonly never: readonly string[]
}

/** The trails of some incidents, and how well their hosts are seen. */
export interface TrailsAnswer {
  readonly trails: readonly ShownTrail[]
  readonly hosts: readonly ShownBlindness[]
}
