import { setTimeout } from 'node:timers/promises'

/** How long something may take that can only be polled for, in milliseconds. */
const PATIENCE = 30_000

/** Resolves when something is so, polling every 100 ms; rejects with the complaint if it never is. */
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
