import { ActionNeeded } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { peopleNotices } from '../people/notices.ts'
import { isKeyElsewhere, type KeyPlace, otherKey, readSecretSeal } from '../people/secret-key.ts'
import { sealedSecrets } from '../store/ask/sealed-secrets.ts'
import type { Store } from '../store/store.ts'

/** What is wrong with the key of one-time codes on this machine, as one sentence for people; none if it is right. */
export async function sealingWarnings(store: Store, place: KeyPlace): Promise<readonly string[]> {
  const { file } = place
  try {
    const seal = await readSecretSeal(file)
    const isElsewhere = await isKeyElsewhere(store, seal, place)
    if (isElsewhere && isPresent(file)) return [otherKey(file)]
    const kept = await store.ask(sealedSecrets, null)
    const locked = kept.filter(({ name, totp }) => seal.opened(name, totp) === undefined).length
    return isElsewhere || locked > 0 ? [peopleNotices.secretsLocked(file, locked, isElsewhere).text] : []
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return [error.message]
  }
}
