import { setTimeout } from 'node:timers/promises'

/** How long something may usually take that nothing tells of, in milliseconds. */
const PATIENCE = 30_000

/** Resolves when something is so, looking every 100 ms; rejects with the complaint where it never is. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  complaint: string,
  patience: number = PATIENCE,
): Promise<void> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > patience) throw new Error(complaint)
    await setTimeout(100)
  }
}
