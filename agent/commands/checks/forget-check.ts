import { EXIT } from '../../../lib/system/errors.ts'
import { becomeOwnerOf } from '../../../lib/system/users/owner.ts'
import { askToForget } from '../../watch/forgetting.ts'
import { watchFolders } from '../../watch/watch-folders.ts'
import type { ChecksParts } from './checks-parts.ts'

/** Asks the watcher to forget the state of one check. */
export async function forgetCheck({ config, checks, io }: ChecksParts): Promise<number> {
  const { state } = watchFolders(config)
  await becomeOwnerOf(state)
  for (const { name, isFound } of checks) {
    await askToForget(state, name)
    const again = isFound === true ? ' What still listens is found again, within an hour.' : ''
    io.stdout.write(`${name}: the watcher forgets it when it runs a check the next time.${again}\n`)
  }
  return EXIT.ok
}
