/** Tells that something may be new. A hint only: it may wake for nothing and carries no data. */
export interface Waker {
  /**
   * Resolves at the next hint, at once if one came since the last call, after `within` milliseconds (default: the
   * waker's own safety interval), or when the signal is aborted. Never rejects. Meanwhile hints that say nothing
   * (somebody has to look) are passed over where `isQuiet` says that there is nothing new: for thousands that rest a
   * look is cheaper than a wake.
   */
  wake(signal: AbortSignal, within?: number, isQuiet?: () => boolean): Promise<void>
}

/** A waker of something that may end before the program. */
export interface ClosableWaker extends Waker {
  /** Wakes as a change would. */
  hint(): void
  /** Waits for nothing any more. */
  close(): void
}
