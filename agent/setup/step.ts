/** One thing that is done to set a host up, or to undo that. */
export interface SetupChange {
  /** What is done, as a sentence: `Enables and starts spoor-agent.target.` */
  readonly text: string
  /** The files that are written or removed. */
  readonly files?: readonly string[]
  /** The commands that are run, as a person would type them. */
  readonly commands?: readonly string[]
  /** How a file changes, a line each: `@@ line 12`, `-  host:`, `+  host: https://...`. Never a secret. */
  readonly difference?: readonly string[]
  /** Whether it acts beyond the agent's own files, on services or cPanel; `--no-activate` lists it instead. */
  readonly activates: boolean
  /** Does it. Throws `ActionNeeded` where a person has to act first. */
  apply(signal: AbortSignal): Promise<void>
}

/** What a look at the host found. */
export interface Look {
  /** What has to change, in this order; empty if all is as it should be. */
  readonly changes: readonly SetupChange[]
  /** What somebody should know, and do elsewhere, as sentences. */
  readonly remarks: readonly string[]
}

/** One part of setting a host up; steps are looked at and applied one after the other. */
export interface SetupStep {
  /** One or two words for people and scripts, such as `configuration`. */
  readonly name: string
  /** Looks, and changes nothing. Throws `ActionNeeded` where the host cannot be set up like that. */
  look(signal: AbortSignal): Promise<Look>
}
