const actions = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls an action when the signal is aborted, until the returned function takes that back. Each action counts once. The
 * signal itself gets one listener for all: it searches the whole list of its listeners for each that is added, and
 * thousands of logs wait for one signal. Source: Node's lib/internal/event_target.js.
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const all = actions.get(signal) ?? listen(signal)
  all.add(action)
  return () => {
    all.delete(action)
  }
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>()
  actions.set(signal, all)
  signal.addEventListener('abort', () => all.forEach((action) => action()), { once: true })
  return all
}
