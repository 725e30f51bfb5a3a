// Makes amd/build of the plugins from amd/src, as Moodle's own grunt does, without the source maps. See CONTRIBUTING.md.
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const need = createRequire(join(process.cwd(), 'package.json'));
const {transformSync} = need('@babel/core');
const {minify} = need('terser');

const plugins = process.argv[2];
for (const plugin of readdirSync(plugins)) {
    const from = join(plugins, plugin, 'amd', 'src');
    let names = [];
    try {
        names = readdirSync(from);
    } catch {
        continue;
    }
    const to = join(plugins, plugin, 'amd', 'build');
    mkdirSync(to, {recursive: true});
    for (const name of names) {
        const source = readFileSync(join(from, name), 'utf8');
        const module = `${plugin}/${name.replace(/\.js$/, '')}`;
        const {code} = transformSync(source, {
            babelrc: false,
            comments: false,
            configFile: false,
            moduleId: module,
            plugins: [need.resolve('@babel/plugin-transform-modules-amd')],
        });
        const small = await minify(code, {mangle: true, compress: true});
        // The digest tells whether the source has changed since: tests/architecture looks.
        const digest = createHash('sha256').update(source).digest('hex');
        writeFileSync(join(to, name.replace(/\.js$/, '.min.js')), `${small.code}\n// amd/src/${name} sha256 ${digest}\n`);
        process.stdout.write(`${module}\n`);
    }
}
