type Next = IteratorResult<Buffer, unknown>

/** A read in flight, which the next reader takes over after a reload. */
let pending: Promise<Next> | undefined
let pieces: AsyncIterator<Buffer, unknown> | undefined

/** The bytes of standard input, until it ends or the signal is aborted. Does not keep a finished process alive. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Buffer> {
  const { stdin } = process
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined))
  })
  // A file, unlike a pipe, cannot keep the process alive.
  if ('ref' in stdin) stdin.ref()
  try {
    pieces ??= stdin[Symbol.asyncIterator]()
    for (;;) {
      pending ??= pieces.next()
      const next = await Promise.race([pending, aborted])
      if (next === undefined) return
      pending = undefined
      if (next.done === true) return
      yield next.value
    }
  } finally {
    if ('unref' in stdin) stdin.unref()
  }
}
