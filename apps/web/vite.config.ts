import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/**
 * What the built page may do. Nodes are wherever the network file says, so connections are open;
 * scripts are ours alone. `style-src` allows inline styles for toasts and scroll locking, which
 * insert style elements. Only for builds: the development server injects inline scripts.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'connect-src * ws: wss:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
      injectTo: 'head-prepend',
    },
  ],
}

export default defineConfig({
  // Relative, so that the app can be served from any folder of any origin.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
})
