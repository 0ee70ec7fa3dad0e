import { readFileSync } from 'node:fs'

/** How many files this process may hold open (RLIMIT_NOFILE, proc(5)); the usual 1,024 if that cannot be read. */
export function mostDescriptors(): number {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return Number(soft) || 1024
  } catch {
    return 1024
  }
}
