// Crawlee as a link checker: node crawlee_links.mjs HOME RESULT
import { writeFileSync } from 'node:fs';
import { CheerioCrawler, Configuration } from '@crawlee/cheerio';

const [home, result] = process.argv.slice(2);
const host = new URL(home).host;
const dead = [];
let pages = 0;

const statuses = Array.from({ length: 200 }, (_, n) => 400 + n);
const crawler = new CheerioCrawler({
    minConcurrency: 32,
    maxConcurrency: 32,
    maxRequestRetries: 0,
    useSessionPool: false,
    ignoreHttpErrorStatusCodes: statuses,
    additionalMimeTypes: ['image/gif', 'image/jpeg', 'text/css', 'application/pdf', 'application/msword',
        'application/octet-stream', 'text/plain', 'text/html'],
    async requestHandler({ request, response, contentType, $, crawler: own }) {
        if (response.statusCode >= 400) {
            dead.push(request.url);
            return;
        }
        const here = request.loadedUrl ?? request.url;
        if (!contentType.type.includes('html') || new URL(here).host !== host) return;
        pages += 1;
        const found = new Set();
        $('a[href], area[href], img[src], iframe[src], link[rel=stylesheet]').each((_, node) => {
            const href = (node.attribs.href ?? node.attribs.src).trim();
            if (/^(javascript|mailto|tel|data):/i.test(href) || href.startsWith('#')) return;
            try {
                const url = new URL(href, here);
                url.hash = '';
                if (url.protocol.startsWith('http')) found.add(url.href);
            } catch { /* no address */ }
        });
        await own.addRequests([...found]);
    },
    failedRequestHandler({ request }) {
        dead.push(request.url);
    },
}, new Configuration({ persistStorage: false, availableMemoryRatio: 0.5, logLevel: 0 }));

await crawler.run([home]);
writeFileSync(result, JSON.stringify({ pages, dead }));
