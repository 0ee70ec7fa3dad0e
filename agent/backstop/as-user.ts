/** The group `nobody`, or `nogroup`: what it may read, everybody may. */
const NOBODYS_GROUP = 65_534

/**
 * Works as this user, and only with the user's rights to files: a process of root keeps its real and saved user, so
 * that the user may neither signal nor trace it (kill(2), ptrace(2)). `work` is synchronous, as the whole process is
 * that user meanwhile. Throws the system's error where it may not become that user.
 */
export function asUser<T>(uid: number, work: () => T): T {
  const own = process.geteuid?.()
  if (own === uid) return work()
  process.seteuid?.(uid)
  try {
    return work()
  } finally {
    process.seteuid?.(own ?? 0)
  }
}

/** Gives up root's groups while `work` works: what it becomes meanwhile has none that matter. */
export function withoutGroups<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work()
  const [groups = [], group = 0] = [process.getgroups?.(), process.getegid?.()]
  process.setgroups?.([])
  process.setegid?.(NOBODYS_GROUP)
  try {
    return work()
  } finally {
    process.setegid?.(group)
    process.setgroups?.(groups)
  }
}
