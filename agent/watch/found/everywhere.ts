import type { FoundCheck } from './found-check.ts'

/** What every host has. */
export const EVERYWHERE: readonly FoundCheck[] = (['disk', 'host'] as const).map((type) => {
  return { name: type, type, settings: {}, disabledBy: [], found: 'every host has it' }
})
