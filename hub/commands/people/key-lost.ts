import { counted } from '../../../lib/terminal/count.ts'
import { isKeyElsewhere, keyPlaceOf, readSecretSeal } from '../../people/secret-key.ts'
import { sealedSecrets } from '../../store/ask/sealed-secrets.ts'
import { giveUpSeals } from '../../store/change/give-up-seals.ts'
import type { StoreAction } from '../store-action.ts'

/** Gives a key of one-time codes up that no hub has any more. */
export const giveKeyUp: StoreAction = {
  usage: 'key-lost',
  summary: 'End all one-time codes that a lost secret.key sealed, and let the next start of a hub take another key.',
  options: ['--config'],
  run: async ({ store, config, now, io, by }) => {
    const place = keyPlaceOf(config.store)
    const { file } = place
    const seal = await readSecretSeal(file)
    const kept = await store.ask(sealedSecrets, null)
    const lost = kept.filter(({ name, totp }) => seal.opened(name, totp) === undefined)
    if (lost.length === 0 && !(await isKeyElsewhere(store, seal, place))) {
      io.stdout.write(`${file}: no key of one-time codes is lost; nothing has changed.\n`)
      return
    }
    await store.change(giveUpSeals, { lost, now, by })
    const names = lost.length === 0 ? '' : `: ${lost.map(({ name }) => name).join(', ')}`
    io.stdout.write(
      `The one-time codes of ${counted(lost.length, 'person', 'people')} have ended${names}. The hub that is restarted first gives the store its key, ${file}; copy that file to the store's other hubs before they are restarted.\n`,
    )
  },
}
