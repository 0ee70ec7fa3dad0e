import { exampleConfig } from '../../lib/settings/example-file.ts'
import { ownVersion, sourceDate } from '../packages/package-version.ts'
import type { Content } from '../packages/staged-tree.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { bundle, type Scripts } from './bundle.ts'
import { componentsOf } from './third-party.ts'

/** The content of a program's packages except the executables, and the code to build those from. */
export async function ownContent(
  program: BuiltProgram,
): Promise<Omit<Content, 'executable'> & { readonly scripts: Scripts }> {
  const { scripts, packages } = await bundle(program.entry)
  const [version, date, components] = [await ownVersion(), await sourceDate(), await componentsOf(packages)]
  return { program, scripts, version, date, components, config: exampleConfig(program.config) }
}
