import { exampleConfig } from '../documents/example.ts'
import { ownVersion, sourceDate } from '../packages/package-version.ts'
import type { Content } from '../packages/staged-tree.ts'
import { bundle, type Scripts } from './bundle.ts'
import { componentsOf } from './third-party.ts'

/** The content of this checkout's packages except the executables, and the code to build those from. */
export async function ownContent(): Promise<Omit<Content, 'executable'> & { readonly scripts: Scripts }> {
  const { scripts, packages } = await bundle()
  const [version, date, components] = [await ownVersion(), await sourceDate(), await componentsOf(packages)]
  return { scripts, version, date, components, config: exampleConfig() }
}
