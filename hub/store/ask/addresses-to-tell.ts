import { dueThreads } from '../due-threads.ts'
import type { Question } from '../store.ts'
import { toldSteps } from '../told-incident-of.ts'

/** The addresses that messages would name if those that are due at a time, in seconds, were made now. */
export const addressesToTell: Question<number, readonly string[]> = {
  name: 'addresses-to-tell',
  run: async (db, now) => {
    const due = await dueThreads(db, now)
    const addresses = new Set<string>()
    for (const incident of new Set(due.map((thread) => thread.incident)))
      for (const { ip } of await toldSteps(db, incident)) if (ip !== null) addresses.add(ip)
    return [...addresses]
  },
}
