import { ActionNeeded } from '../../../lib/system/errors.ts'

/** Says that nobody has this name. */
export function unknownPerson(name: string): ActionNeeded {
  return new ActionNeeded(`There is no person ${name}; see: spoor-hub people list`)
}
