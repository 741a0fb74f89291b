/** Entry for the CDK CLI (`cdk.json`): bundles every function, builds the stack, checks it against AwsSolutions. */
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundle.ts';
import { buildApp } from './stack/build-app.ts';

const app = buildApp({ bundles: await bundleFunctions(), checked: true });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
