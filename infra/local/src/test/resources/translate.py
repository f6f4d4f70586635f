"""Prints what SAM makes of a template: python3 translate.py template.yaml"""
import json
import os
import sys

os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """Every role is ours: a look-up of one of AWS's policies would be a surprise."""

    def load(self):
        return {}


with open(sys.argv[1]) as template:
    parsed = yaml_parse(template)
for resource in parsed["Resources"].values():
    if resource["Type"] == "AWS::Serverless::Function":
        # Where `sam package` puts a zip.
        resource["Properties"]["CodeUri"] = "s3://some-bucket/some-key"
defaults = {name: each["Default"] for name, each in parsed["Parameters"].items()}
print(json.dumps(transform(parsed, defaults, NoManagedPolicies())))
