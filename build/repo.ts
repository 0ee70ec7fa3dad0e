// The command line of the repositories: `npm run build:repo -- --key FILE --url URL`, from the packages in
// dist/packages.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './executable/bundle.ts'
import { sourceDate } from './packages/package-version.ts'
import { buildRepositories, packagesIn } from './packages/repository.ts'
import { SigningKey } from './packages/signing-key.ts'

const { values } = parseArgs({
  options: { key: { type: 'string' }, url: { type: 'string', default: 'https://packages.example.com' } },
})
if (values.key === undefined) {
  process.stderr.write('build:repo: give --key FILE, the secret key as exported by gpg --export-secret-keys\n')
  process.exit(2)
}
const key = await SigningKey.open(values.key)
try {
  const packages = await packagesIn(join(ROOT, 'dist/packages'))
  const folder = join(ROOT, 'dist/repository')
  await buildRepositories(folder, { packages, key, url: values.url.replace(/\/$/, ''), date: await sourceDate() })
  process.stdout.write(`${folder}: ${packages.length} packages\n`)
} finally {
  await key.close()
}
