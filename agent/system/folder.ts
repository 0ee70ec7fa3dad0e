import { mkdir, stat } from 'node:fs/promises'
import { ActionNeeded } from './errors.ts'

/**
 * Makes a folder of mode 0700 where it is missing, with those above it, and refuses one that others could change or read:
 * what stands in it is trusted later.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new ActionNeeded(
      `${path}: this folder cannot be made (${error.message}); make it for the user that runs the agent.`,
    )
  })
  const { uid, mode } = await stat(path)
  if (uid !== process.geteuid?.()) {
    throw new ActionNeeded(
      `${path}: this folder belongs to user ${uid}, not to the user that runs the agent; type: chown ${process.geteuid?.()} ${path}`,
    )
  }
  if ((mode & 0o077) !== 0) {
    throw new ActionNeeded(`${path}: others can read or change this folder; type: chmod 700 ${path}`)
  }
}
