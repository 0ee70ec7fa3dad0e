type Next = IteratorResult<Buffer, unknown>

/** What was asked for and has not come yet: another configuration goes on with it. */
let pending: Promise<Next> | undefined
let pieces: AsyncIterator<Buffer, unknown> | undefined

/** What comes by standard input, until that or the signal ends. Holds up no process that has ended otherwise. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Buffer> {
  const { stdin } = process
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined))
  })
  // A file, unlike a pipe, has none of these.
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
