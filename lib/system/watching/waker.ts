/** Reports that something may be new. Only a hint: it may wake for nothing and carries no data. */
export interface Waker {
  /**
   * Resolves at the next hint, at once if one came since the last call, after `within` milliseconds (default: the
   * waker's own safety interval), or when the signal aborts. Never rejects. Hints of kind `unknown` are ignored while
   * `isQuiet` returns true: for thousands of idle paths, checking is cheaper than waking.
   */
  wake(signal: AbortSignal, within?: number, isQuiet?: () => boolean): Promise<void>
}

/** A waker that may be closed before the program ends. */
export interface ClosableWaker extends Waker {
  /** Wakes as a change would. */
  hint(): void
  /** Stops watching. */
  close(): void
}
